// oxlint-disable import/no-default-export -- node:test takes a reporter as a default export.
/** A reporter of node:test that ends with what was counted, as JSON: `{"tests":3,"pass":2,"fail":0,"skipped":1,…}`. */
export default async function* counts(source) {
  const counted = {};
  for await (const { type, data } of source) {
    // Suites and files have diagnostics of their own; those of the whole run come last.
    const [, name, number] = /^(tests|pass|fail|cancelled|skipped) (\d+)$/.exec(data?.message ?? '') ?? [];
    if (type === 'test:diagnostic' && name !== undefined) counted[name] = Number(number);
  }
  yield JSON.stringify(counted);
}
