// Makes the editor's libraries one small file, with its versions, its hash and its licences.
//
// In a folder outside the repository:
//   cp <repository>/scripts/vendor_editor/* . && npm install && node build.mjs <repository>
// The versions in package.json are exact, so the same bytes come out: tests hold their hash.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { minify } from "terser";

const TARGET = join(process.argv[2] ?? ".", "redress/web/static/js/editor/vendor");

// Rules of Markdown that the subset does not have, and the renderer: the editor only reads tokens.
const LEFT_OUT = new RegExp(String.raw`markdown-it[\\/]lib[\\/](${[
  "rules_block[\\\\/](?:code|fence|hr|html_block|lheading|reference|table)",
  "rules_core[\\\\/](?:linkify|replacements|smartquotes)",
  "rules_inline[\\\\/](?:backticks|html_inline|linkify|strikethrough)",
  "presets[\\\\/](?:default|zero)",
  "renderer",
].join("|")})\.mjs$`);

// The 2,000 named characters of HTML weigh more than all the rest of Markdown.
const NAMED = `
const named = { amp: "&", gt: ">", lt: "<", nbsp: "\\u00a0", quot: '"' };
export const decodeHTML = (text) => text.replace(/^&([a-z]+);$/, (all, name) => named[name] ?? all);
export const decodeHTMLStrict = decodeHTML;
`;

const small = {
  name: "small",
  setup(build) {
    build.onLoad({ filter: LEFT_OUT }, ({ path }) => {
      if (path.endsWith("strikethrough.mjs")) {
        return { contents: "const no = () => false; export default { tokenize: no, postProcess: no };" };
      }
      if (path.endsWith("renderer.mjs")) return { contents: "export default class {}" };
      return { contents: path.includes("presets") ? "export default {}" : "export default () => false" };
    });
    build.onResolve({ filter: /^(?:entities|linkify-it)$/ }, ({ path }) => ({ path, namespace: "small" }));
    build.onLoad({ filter: /.*/, namespace: "small" }, ({ path }) => ({
      contents: path === "entities" ? NAMED : "export default class {}",
    }));
  },
};

const built = await esbuild.build({
  entryPoints: ["entry.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  plugins: [small],
  write: false,
});
const packed = await minify(built.outputFiles[0].text, {
  module: true,
  compress: { passes: 3, ecma: 2020 },
  format: { preamble: "/* ProseMirror and markdown-it, MIT; see LICENSES.txt and versions.json */" },
});
const code = `${packed.code}\n`;

const names = [...new Set(
  Object.keys(built.metafile.inputs)
    .map((path) => /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1])
    .filter(Boolean),
)].sort();
const about = (name) => JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"));
const licence = (name) => {
  const folder = join("node_modules", name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return readFileSync(join(folder, file), "utf8").trim();
};
const wanted = JSON.parse(readFileSync("package.json", "utf8"));
for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies })) {
  if (about(name).version !== version) throw new Error(`${name} is not ${version}`);
}
for (const name of names) {
  if (!(name in wanted.dependencies)) throw new Error(`${name} has no exact version in package.json`);
}

if (!existsSync(TARGET)) throw new Error(`No such folder: ${TARGET}`);
writeFileSync(join(TARGET, "prosemirror.js"), code);
writeFileSync(join(TARGET, "LICENSES.txt"), `${names.map((name) =>
  `${name} ${about(name).version}\n\n${licence(name)}\n`).join(`\n${"-".repeat(80)}\n\n`)}`);
writeFileSync(join(TARGET, "versions.json"), `${JSON.stringify({
  file: "prosemirror.js",
  bytes: Buffer.byteLength(code),
  sha256: createHash("sha256").update(code).digest("hex"),
  packages: Object.fromEntries(names.map((name) => [name, { version: about(name).version, licence: about(name).license }])),
  built_with: wanted.devDependencies,
}, null, 2)}\n`);
console.log(`${Buffer.byteLength(code)} bytes of ${names.length} packages`);
