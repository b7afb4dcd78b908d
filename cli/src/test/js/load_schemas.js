// Loads every record file by itself, as a program that wants one record does.
//
// Usage: node load_schemas.js SCHEMA_DIR
//
// Prints a line for each file: the type's full name and the MD5 of its parsing canonical form.
const fs = require('fs');
const avro = require('avro-js');

/** avro-js looks nowhere for a type that a file names and does not define: it is in the file of its name. */
function load(folder, name, registry = {}) {
  const text = fs.readFileSync(`${folder}/${name}.avsc`, 'utf8');
  for (const [, other] of text.matchAll(/"(inkflow\.\w+)"/g)) {
    if (!registry[other] && fs.existsSync(`${folder}/${other}.avsc`)) {
      load(folder, other, registry);
    }
  }
  return avro.parse(text, { registry });
}

const folder = process.argv[2];
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.avsc')).sort()) {
  const type = load(folder, file.replace(/\.avsc$/, ''));
  console.log(type.getName(), type.getFingerprint('md5').toString('hex'));
}
