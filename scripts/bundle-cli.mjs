/**
 * Joins the modules of the command line into few files, in `dist/generator/cli/`: node takes longer to find and
 * open two hundred small files than to lint a document. What is loaded lazily stays so. Packages stay outside,
 * but for those of many small files, whose licences go beside the files.
 */
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { noticeOf } from "../dist/generator/targets/gateway/notice.js";

/** Packages that are bundled, with the packages that they need; handlebars does without `source-map`. */
const BUNDLED =
  /^(ajv|fast-deep-equal|fast-uri|handlebars|json-schema-traverse|neo-async|picocolors|wordwrap)(\/|$)/;

const { metafile } = await build({
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: ["dist/generator/cli/main.js"],
  outdir: "dist/generator/cli",
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  metafile: true,
  format: "esm",
  platform: "node",
  target: "node20",
  plugins: [{ name: "few-packages", setup: leaveOthersOutside }],
  logLevel: "error",
});
const notice = new URL("../dist/generator/cli/NOTICE", import.meta.url);
writeFileSync(
  notice,
  noticeOf(Object.keys(metafile.inputs), "These files hold Framegate's command line"),
);

function leaveOthersOutside({ onResolve }) {
  onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === "entry-point" || BUNDLED.test(path) ? undefined : { path, external: true },
  );
}
