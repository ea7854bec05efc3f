/**
 * What runs a leg: `raw` is our own engine, `ws` the library of that name, which also does permessage-deflate. Both do
 * the same; the library is loaded where it is needed only.
 */
export type Engine = "raw" | "ws";
