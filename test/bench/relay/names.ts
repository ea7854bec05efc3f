/** Names of subjects that goals and tables speak of. */
export const OURS = "Framegate";
export const WS_AJV = "ws + JSON.parse + ajv";
export const WS = "ws relay";
export const NGINX = "nginx";
export const C_CHECKING = "C checking relay";

/** The subjects that check each message, besides ours. */
export const CHECKING: readonly string[] = [WS_AJV, C_CHECKING];
