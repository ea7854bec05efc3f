/** A token or a key, and how long it is good. */
export type TokenValue =
  | string
  | {
      readonly value: string;
      /** Milliseconds since 1970; the client renews its connection before. */
      readonly expiresAt: number;
    };

/** A name and its password (RFC 7617). */
export interface BasicValue {
  readonly username: string;
  readonly password: string;
}

/** A token or a key, or how to get one: asked for each handshake. */
export type TokenCredential = TokenValue | (() => TokenValue | Promise<TokenValue>);

/** A name and its password, or how to get them: asked for each handshake. */
export type BasicCredential = BasicValue | (() => BasicValue | Promise<BasicValue>);

/** What a credential is worth. */
export type CredentialValue = TokenValue | BasicValue;

/** A credential of either kind. */
export type Credential = TokenCredential | BasicCredential;

/** Credentials by the name that the document gives their scheme. */
export type Auth = Readonly<Record<string, Credential | undefined>>;
