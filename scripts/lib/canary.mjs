// Preloaded by the test runner: the tests hide secrets named c4n4ry in configurations, requests and answers. A test file
// that prints one fails, whatever else it looks at.
const isCanary = (chunk) => Buffer.from(chunk).includes('c4n4ry');
let printed = false;

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    printed ||= isCanary(chunk);
    return write(chunk, ...rest);
  };
}

process.on('exit', (code) => {
  if (!printed || code !== 0) return;
  process.stderr.write('a secret of the tests was printed\n');
  process.exitCode = 1;
});
