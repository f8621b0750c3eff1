// Builds the command line as one file that needs nothing but Node: `node bundle.mjs [FILE]`, dist/ostk.mjs by default;
// and beside it launch.cjs, which starts that file faster.
import { chmod, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const workerUrl = "new URL('./digest-worker.js', import.meta.url)";

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Names of classes and functions are what errors and traces show.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** The thread that computes digests is a file of its own: its code is put into a data: URL. */
const inlineWorker = {
  name: 'inline-worker',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]platform[\\/]node[\\/]digest\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(workerUrl))
        throw new Error(`${path} starts its thread in another way than expected`);
      const worker = await build({
        ...common,
        entryPoints: [fileURLToPath(new URL('digest-worker.js', `file://${path}`))],
        format: 'esm',
        write: false,
      });
      const url = `data:text/javascript,${encodeURIComponent(worker.outputFiles[0].text)}`;
      return { contents: source.replace(workerUrl, `new URL(${JSON.stringify(url)})`), loader: 'js' };
    });
  },
};

/** Node's own modules are loaded when they are first used, not all of them at the start. */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind !== 'entry-point' && isBuiltin(path)
        ? { path: path.replace(/^node:/, ''), namespace: 'builtin' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'builtin' }, async ({ path }) => {
      if (path === 'process') return { contents: 'module.exports = process;', loader: 'js' };
      const names = Object.keys(await import(path)).filter((name) => name !== 'default');
      const load = `process.getBuiltinModule(${JSON.stringify(path)})`;
      const define = `(name) => Object.defineProperty(exports, name, { enumerable: true, get: () => ${load}[name] })`;
      return { contents: `${JSON.stringify(names)}.forEach(${define});`, loader: 'js' };
    });
  },
};

const source = (name) => fileURLToPath(new URL(`dist/${name}`, import.meta.url));
const outfile = process.argv[2] ?? source('ostk.mjs');
await build({
  ...common,
  entryPoints: [source('bin.js')],
  outfile,
  // A script that is a module too: as a module it runs by itself, as a script it is what launch.ts compiles.
  format: 'iife',
  plugins: [inlineWorker, lazyBuiltins],
  // A native module that the SDK takes if it is installed; the command line never asks for it.
  external: ['@napi-rs/keyring'],
});
await chmod(outfile, 0o755);

const launcher = join(dirname(outfile), 'launch.cjs');
await build({
  ...common,
  entryPoints: [source('launch.js')],
  outfile: launcher,
  // Node starts a module a little later than this.
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname' },
});
await chmod(launcher, 0o755);
