import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { CaseResult } from "./runtimes.ts";

/** As little as a browser can do beside what the test asks of it. */
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The part of playwright-core that is used; it is no dependency of the package, so its types are not here. */
interface Playwright {
  readonly chromium: {
    launchPersistentContext(folder: string, options: object): Promise<BrowserContext>;
  };
}

interface BrowserContext {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
}

/** What the suite came to in a page and in a worker of it. */
export interface BrowserResults {
  readonly page: readonly CaseResult[];
  readonly worker: readonly CaseResult[];
}

/** Bundles the application as for a website, serves it and runs its suite in a page and in a worker. */
export async function runInBrowser(
  executablePath: string,
  folder: string,
  url: string,
): Promise<BrowserResults> {
  const script = await bundled(folder);
  const site = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    );
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const { port } = site.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), "framegate-browser-"));
  const { chromium }: Playwright = createRequire(import.meta.url)("playwright-core");
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    headless: true,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const address = JSON.stringify(url);
    return {
      page: await page.evaluate(`runTalkSuite(${address})`),
      worker: await page.evaluate(`new Promise((done, fail) => {
        const worker = new Worker("/page.js", { type: "module" });
        worker.onerror = (event) => fail(new Error(event.message));
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => done(data);
        worker.postMessage(${address}, [port2]);
      })`),
    };
  } finally {
    await browser.close();
    site.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function bundled(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "page.mjs")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
