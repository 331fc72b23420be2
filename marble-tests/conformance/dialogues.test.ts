import { describe, expect, it } from "@jest/globals";
import { readFileSync, readdirSync } from "node:fs";
import type { NotesStage } from "./dialogues/notes-stage.ts";
import { unknownToOriginals } from "../part-a.ts";
import { VERSION_1 } from "./dialogues/version-1.ts";
import { VERSION_2 } from "./dialogues/version-2.ts";

const root = new URL("../../", import.meta.url);
const protocol = readFileSync(new URL("PROTOCOL.md", root), "utf8");
const scenarios: Readonly<Record<number, () => NotesStage>> = { ...VERSION_1, ...VERSION_2 };

interface Dialogue {
  readonly number: number;
  readonly title: string;
  /** `who time way frame`, without what is remarked on it */
  readonly lines: readonly string[];
}

const FRAME = /^(?:(\w+) +)? *(\d+) {2}(S→C|C→S) {2}(.*?)(?: {3,}.*)?$/;

/** The numbered dialogues of a document; what is no frame in them is for readers. */
function dialoguesOf(text: string): readonly Dialogue[] {
  return [...text.matchAll(/^### (\d+)\. (.*)\n([^]*?)(?=^##)/gm)].map(([, number = "", title = "", body = ""]) => {
    const [, block = ""] = /^```text\n([^]*?)^```/m.exec(body) ?? [];
    const frames = block.split("\n").flatMap((line) => {
      const [, who, at, way, what] = FRAME.exec(line) ?? [];
      return at === undefined ? [] : [`${who === undefined ? "" : `${who} `}${at} ${way} ${what}`];
    });
    return { number: Number(number), title, lines: frames };
  });
}

const dialogues = dialoguesOf(protocol);

describe("the dialogues of PROTOCOL.md", () => {
  it("are numbered from 1 on, and each has a scenario", () => {
    const numbers = dialogues.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(Object.keys(scenarios).map(Number)).toEqual(numbers);
    expect(numbers.length).toBeGreaterThan(20);
  });

  it.each(dialogues)("$number. $title", ({ number, lines }) => {
    const stage = scenarios[number]?.();
    expect(lines.length).toBeGreaterThan(1);
    expect(stage?.dialogue).toEqual(lines);
    stage?.end();
  });

  it("hold nothing that an original peer does not know where they are of version 1", () => {
    for (const { number, lines } of dialogues) {
      const frames = lines.flatMap((line) => /\{.*$/.exec(line) ?? []);
      const unknown = frames.flatMap((frame) => unknownToOriginals(frame));
      expect([number, unknown.length > 0]).toEqual([number, !(number in VERSION_1) && number !== 20]);
    }
  });
});

it("every heading of PROTOCOL.md that the source names is there", () => {
  const headings = new Set([...protocol.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading));
  const files = ["src", "react"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(new URL(file, root), "utf8").matchAll(/PROTOCOL\.md,[\s*]+"([^"]*)"/g)].map(([, heading]) => [
      file,
      heading,
    ]),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(([, heading]) => !headings.has(heading))).toEqual([]);
});

it("every link within PROTOCOL.md leads somewhere", () => {
  const anchors = new Set(
    [...protocol.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(/\s/g, "-"),
    ),
  );
  const links = [...protocol.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = ""]) => anchor);
  expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});
