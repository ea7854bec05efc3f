import { protocolSuite } from "./protocol-suite.ts";

protocolSuite("raw");
