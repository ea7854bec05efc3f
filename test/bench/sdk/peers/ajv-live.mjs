import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import schemas from "schemas.json";

const ajv = new Ajv.default({ strict: false, schemas: [{ $id: "api", $defs: schemas }] });
addFormats.default(ajv, ["date-time"]);

export const fits = (name, value) => ajv.getSchema(`api#/$defs/${name}`)(value);
