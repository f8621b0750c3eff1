// oxlint-disable import/no-default-export -- node:test takes a reporter as a default export.
/** A reporter of node:test that names the files in which a test has failed, one a line. */
export default async function* failedFiles(source) {
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.file !== undefined) yield `${data.file}\n`;
  }
}
