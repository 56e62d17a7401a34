// Judges values by a JSON Schema with ajv, which reads draft 2020-12 by the letter: an unknown keyword is an error.
// Reads { schema, values } as JSON from standard input and writes the list of answers, true or false.
import { Buffer } from "node:buffer";
import Ajv2020 from "ajv/dist/2020.js";

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}

const { schema, values } = JSON.parse(Buffer.concat(chunks).toString());
const ajv = new Ajv2020.default({ strict: true, strictTypes: false, strictRequired: false });
const judge = ajv.compile(schema);
process.stdout.write(JSON.stringify(values.map((value) => judge(value))));
