import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** `no-cache` keeps a copy and asks whether it is still good: the names of the files do not change when they do. */
const HEADERS = {
  "cache-control": "no-cache",
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  vary: "accept-encoding",
  "x-content-type-options": "nosniff",
};

interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
}

/**
 * Serves the files of one folder, and nothing else there is: they are read once, and a request only chooses among their names.
 *
 * @param folder the built page; its `index.html` is also `/`
 */
export async function pageFiles(folder: string): Promise<RequestListener> {
  const files = new Map<string, PageFile>();
  for (const name of await readdir(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const plain = await readFile(join(folder, name));
    const etag = `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
    files.set(`/${name}`, { type, etag, plain, gzip: gzipSync(plain) });
  }
  const index = files.get("/index.html");
  if (index !== undefined) files.set("/", index);

  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { ...HEADERS, allow: "GET, HEAD" }).end();
      return;
    }
    const file = files.get(pathOf(request));
    if (file === undefined) {
      response
        .writeHead(404, { ...HEADERS, "content-type": "text/plain; charset=utf-8" })
        .end("There is no such page.\n");
      return;
    }
    if (request.headers["if-none-match"] === file.etag) {
      response.writeHead(304, { ...HEADERS, etag: file.etag }).end();
      return;
    }
    const zipped = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    const body = zipped ? file.gzip : file.plain;
    response.writeHead(200, {
      ...HEADERS,
      ...(zipped ? { "content-encoding": "gzip" } : {}),
      "content-length": body.byteLength,
      "content-type": file.type,
      etag: file.etag,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "/";
}
