// Checks the documentation: every fenced `ts` block type-checks against the built packages, and every link to a file
// or a heading of this repository leads somewhere. A fence marked `ts no-check` is left out.
//
// A block is a module of its own. It may use `conn` (a Connection), `image` (an Image) and `cloud` (a DevCloud)
// without declaring them; everything else it imports or declares.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './lib/run.mjs';

const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
const work = path.join(root, '.build/docs');
const prelude = {
  conn: `declare const conn: import('@ostk/sdk').Connection;`,
  image: `declare const image: import('@ostk/sdk').Image;`,
  cloud: `declare const cloud: import('@ostk/devcloud').DevCloud;`,
};
const config = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    composite: false,
    isolatedDeclarations: false,
    // A block shows what a call gives, whether or not it then does something with it.
    noUnusedLocals: false,
  },
  include: ['*.ts'],
};

async function markdownIn(folder, recursive) {
  const files = await readdir(path.join(root, folder), { recursive });
  return files.filter((file) => file.endsWith('.md')).map((file) => path.join(folder, file));
}

/** The Markdown files that belong to the documentation, as paths from the root. */
async function documents() {
  const packages = await readdir(path.join(root, 'packages'));
  const lists = await Promise.all([
    markdownIn('.', false),
    markdownIn('docs', true),
    ...packages.map((name) => markdownIn(path.join('packages', name), false)),
  ]);
  return lists.flat().sort();
}

/** The fenced blocks of a document: language and mark of the fence, its line (from 1), and the lines inside. */
function fences(text) {
  const blocks = [];
  let open;
  for (const [index, line] of text.split('\n').entries()) {
    if (open === undefined) {
      const fence = /^(`{3,})(.*)$/.exec(line);
      if (fence !== null) open = { ticks: fence[1], info: fence[2].trim(), line: index + 1, lines: [] };
    } else if (line.trimEnd() === open.ticks) {
      blocks.push(open);
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) throw new Error(`the fence in line ${open.line} is not closed`);
  return blocks;
}

/** Whether a block brings the name along: as a variable, as a part of one, or as a parameter with a type. */
function declares(code, name) {
  return new RegExp(`\\b(?:const|let|using)\\s+(?:\\{[^}]*\\b)?${name}\\b|[(,]\\s*${name}\\s*:`).test(code);
}

/** A block as a module. All that is put before it stands in its first line, so that lines can be told back. */
function moduleOf(block) {
  const code = block.lines.join('\n');
  const given = Object.entries(prelude).filter(
    ([name]) => new RegExp(`\\b${name}\\b`).test(code) && !declares(code, name),
  );
  return `${['export {};', ...given.map(([, declaration]) => declaration)].join(' ')}\n${code}\n`;
}

function withoutBlocks(text) {
  return text.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** The anchors of a document's headings, as they are made where the repository is shown. */
function anchorsIn(text) {
  return [...withoutBlocks(text).matchAll(/^#+ +(.+)$/gm)].map(([, heading]) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link of a document, if anything. */
async function flaw(document, target) {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [relative, anchor] = decodeURI(target).split('#');
  // A package is also shown where it is published, and there is nothing of the repository around it.
  if (document.startsWith('packages') && relative.startsWith('..'))
    return `${relative} is not in the package`;
  const file = relative === '' ? document : path.join(path.dirname(document), relative);
  if (!existsSync(path.join(root, file))) return `there is no ${file}`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  const there = anchorsIn(await readFile(path.join(root, file), 'utf8')).includes(anchor);
  return there ? undefined : `${file} has no heading #${anchor}`;
}

/** The links of a document that lead nowhere, as `file:line: message`. */
async function deadLinks(document, text) {
  const found = [];
  for (const [index, line] of withoutBlocks(text).split('\n').entries()) {
    for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      const why = await flaw(document, target);
      if (why !== undefined) found.push(`${document}:${index + 1}: ${why}`);
    }
  }
  return found;
}

function compile(args) {
  const { stdout, status } = spawnSync(process.execPath, [tsc, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { output: stdout, status };
}

/** The compiler's messages with the places in the documents that they are about. */
function explain(output, origins) {
  return output.replaceAll(/^\S*?([^\s/]+\.ts)\((\d+),(\d+)\): /gm, (whole, file, line, column) => {
    const origin = origins.get(file);
    return origin === undefined ? whole : `${origin.document}:${origin.line + Number(line) - 1}:${column}: `;
  });
}

const origins = new Map();
const problems = [];
await rm(work, { recursive: true, force: true });
await mkdir(work, { recursive: true });
await writeFile(path.join(work, 'tsconfig.json'), JSON.stringify(config));
for (const document of await documents()) {
  const text = await readFile(path.join(root, document), 'utf8');
  problems.push(...(await deadLinks(document, text)));
  for (const block of fences(text).filter(({ info }) => info === 'ts')) {
    const file = `${document.replaceAll(/[^\w]+/g, '-')}-${block.line}.ts`;
    origins.set(file, { document, line: block.line });
    await writeFile(path.join(work, file), moduleOf(block));
  }
}
const built = compile(['-b', 'packages/sdk', 'packages/devcloud']);
const checked = built.status === 0 ? compile(['-p', work, '--pretty', 'false']) : built;
if (checked.status !== 0) problems.push(explain(checked.output, origins).trimEnd());
for (const problem of problems) console.error(problem);
console.log(`${origins.size} blocks checked, ${problems.length === 0 ? 'all right' : 'with errors'}`);
process.exit(problems.length === 0 ? 0 : 1);
