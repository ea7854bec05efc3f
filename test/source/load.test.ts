import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadDocument } from "../../generator/source/load.ts";
import { loadText } from "./load-text.ts";

const CLOSED = { allowRemote: false, allowOutside: false };

describe("a document on disk", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "framegate-load-"));
    mkdirSync(join(folder, "api", "parts"), { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  test("is read with the files beside it, and references lead through them", async () => {
    write("api/parts/chat.yaml", "Chat: {$ref: 'types.json#/Text'}\n");
    write("api/parts/types.json", '{"Text": {"type": "string"}}');
    const path = write("api/api.yaml", "payload:\n  $ref: parts/chat.yaml#/Chat\n");

    const { tree, diagnostics } = await loadDocument({ kind: "file", path }, CLOSED);
    const payload = tree?.at({ file: path, pointer: "/payload" });
    const followed = payload === null || payload === undefined ? null : tree?.follow(payload);

    expect(diagnostics).toEqual([]);
    expect(followed?.node.value).toEqual({ type: "string" });
    expect(followed?.via.map(({ file, pointer }) => [file.slice(folder.length), pointer])).toEqual([
      ["/api/parts/chat.yaml", "/Chat"],
      ["/api/parts/types.json", "/Text"],
    ]);
  });

  test.each([
    ["a path upwards", "../secret.yaml"],
    ["an escaped path upwards", "%2e%2e/secret.yaml"],
    ["an absolute path", "/etc/passwd"],
    ["a file: address", "file:///etc/passwd"],
    ["a symbolic link out of the folder", "link.yaml"],
  ])("does not reach a file outside its folder by %s", async (_, ref) => {
    write("secret.yaml", "secret: 1");
    symlinkSync(join(folder, "secret.yaml"), join(folder, "api", "link.yaml"));
    const path = write("api/api.yaml", `a: {$ref: '${ref}'}\n`);

    const { tree, diagnostics } = await loadDocument({ kind: "file", path }, CLOSED);

    expect(diagnostics.map(({ rule }) => rule)).toEqual(["reference-outside"]);
    expect(diagnostics[0]?.hint).toContain("--allow-outside");
    expect([...(tree?.files.keys() ?? [])]).toEqual([path]);
  });

  test("reaches a file outside its folder where that is allowed", async () => {
    write("shared.yaml", "shared: 1");
    const path = write("api/api.yaml", "a: {$ref: ../shared.yaml}\n");

    const { diagnostics } = await loadDocument(
      { kind: "file", path },
      { ...CLOSED, allowOutside: true },
    );

    expect(diagnostics).toEqual([]);
  });

  test("says which file is missing, and all of them", async () => {
    const path = write("api/api.yaml", "a: {$ref: one.yaml}\nb: {$ref: two.yaml}\n");

    const { diagnostics } = await loadDocument({ kind: "file", path }, CLOSED);

    expect(diagnostics.map(({ rule, message }) => [rule, message])).toEqual([
      ["reference-unreadable", '"one.yaml" cannot be read: there is no such file'],
      ["reference-unreadable", '"two.yaml" cannot be read: there is no such file'],
    ]);
  });

  test("that is not there, or a folder, is a failure of the command", async () => {
    const missing = loadDocument({ kind: "file", path: join(folder, "none.yaml") }, CLOSED);
    await expect(missing).rejects.toThrow(/cannot read ".*none.yaml": there is no such file/);
    await expect(loadDocument({ kind: "file", path: folder }, CLOSED)).rejects.toThrow(
      "cannot read",
    );
  });

  test("keeps to the limit of files", async () => {
    const refs = [1, 2, 3].map((n) => write(`api/parts/${n}.yaml`, `n: ${n}`) && `parts/${n}.yaml`);
    const path = write("api/api.yaml", refs.map((ref, n) => `r${n}: {$ref: ${ref}}`).join("\n"));

    const { diagnostics } = await loadDocument(
      { kind: "file", path },
      { ...CLOSED, caps: { files: 3 } },
    );

    expect(diagnostics.map(({ rule }) => rule)).toEqual(["too-many-files"]);
  });
});

describe("a remote reference", () => {
  async function withServer(run: (origin: string, hits: string[]) => Promise<void>): Promise<void> {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? "");
      if (request.url === "/moved.yaml") response.writeHead(302, { location: "/part.yaml" }).end();
      else response.end("Part: {type: string}\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await run(`http://127.0.0.1:${port}`, hits);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test("is not fetched unless that is allowed", async () => {
    await withServer(async (origin, hits) => {
      const { rules } = await loadText(`a: {$ref: '${origin}/part.yaml#/Part'}\n`);

      expect(rules).toEqual(["reference-remote"]);
      expect(hits).toEqual([]);
    });
  });

  test("is fetched from a host that is allowed, and a redirect is not followed", async () => {
    await withServer(async (origin, hits) => {
      const text = `a: {$ref: '${origin}/part.yaml#/Part'}\nb: {$ref: '${origin}/moved.yaml'}\n`;

      const { diagnostics } = await loadDocument(
        { kind: "text", name: "api.yaml", text },
        { ...CLOSED, internalHosts: ["127.0.0.1"] },
      );

      expect(hits).toEqual(["/part.yaml", "/moved.yaml"]);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        `"${origin}/moved.yaml" cannot be read: the answer is 302 to "/part.yaml"`,
      ]);
    });
  });

  test.each([
    "http://example.com/x.yaml",
    "ftp://example.com/x",
    "https://a:b@example.com/x",
    "//example.com/x",
  ])("to %s is never fetched", async (ref) => {
    const { diagnostics } = await loadDocument(
      { kind: "text", name: "api.yaml", text: `a: {$ref: '${ref}'}\n` },
      { ...CLOSED, allowRemote: true },
    );

    expect(diagnostics.map(({ rule }) => rule)).toEqual(["reference-remote"]);
  });
});
