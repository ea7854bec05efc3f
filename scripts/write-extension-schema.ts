/** Writes `specs/x-framegate.schema.json` from the schema that the compiler itself checks with. */
import { writeFileSync } from "node:fs";
import { publishedSchema } from "../generator/build/extension/schema.ts";

const file = new URL("../specs/x-framegate.schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(publishedSchema(), null, 2)}\n`);
