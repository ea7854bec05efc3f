/** What a browser's page and its worker run: the suite, whose results the page keeps where the test looks. */
import * as sdk from "talk-client";
import { runSuite } from "./suite.mjs";

globalThis.runTalkSuite = (url) => runSuite({ sdk, url, sendsHeaders: false });
globalThis.addEventListener("message", ({ data, ports: [port] }) => {
  if (port !== undefined) {
    void answer(data, port);
  }
});

async function answer(url, port) {
  port.postMessage(await globalThis.runTalkSuite(url));
}
