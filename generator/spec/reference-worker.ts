/**
 * The program of the worker that `runReferenceParser` starts. It is a text, because a worker of a clone
 * would need a file of JavaScript where there is only TypeScript. `workerData` holds the path of
 * `@asyncapi/parser` and the document.
 *
 * Its resolvers answer everything with an empty object. Ones that threw would not do: the parser then
 * falls back to its own, which read the file or fetch the address.
 */
export const REFERENCE_WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
const { Parser } = require(workerData.parser);

const resolvers = ["file", "http", "https"].map((schema) => ({
  schema,
  order: 1,
  canRead: true,
  read: () => "{}",
}));

new Parser({ __unstable: { resolver: { cache: false, resolvers } } })
  .validate(workerData.text)
  .then((opinions) =>
    parentPort.postMessage(
      opinions.map(({ code, message, path, severity }) => ({
        code: String(code),
        message,
        path: [...path],
        severity,
      })),
    ),
  );
`;
