/**
 * Stands in for @asyncapi/keeper, which the generated client imports: what the client calls of it, over ajv. Used
 * where npm has no such package.
 */
const { Parser, fromFile } = require("@asyncapi/parser");
const Ajv = require("ajv");
const addFormats = require("ajv-formats");

exports.compileSchemasByOperationId = async (file, operationId) => {
  const { document } = await fromFile(new Parser(), file).parse();
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  const messages = document.operations().get(operationId).messages().all();
  return messages.map((message) => ajv.compile(message.payload().json()));
};

exports.validateMessage = (compiled, message) =>
  compiled(message) ? { isValid: true } : { isValid: false, validationErrors: compiled.errors };
