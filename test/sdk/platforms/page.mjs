/** What a browser's page and its worker run: the suite, whose results the page keeps where the test looks. */
import * as sdk from "talk-client";
import { runSuite } from "./suite.mjs";

globalThis.runTalkSuite = (url) => runSuite({ sdk, url, sendsHeaders: false });
globalThis.addEventListener("message", async ({ data, ports: [port] }) => {
  port?.postMessage(await globalThis.runTalkSuite(data));
});
