import { describe } from "@jest/globals";
import type { Pipeline } from "ws-sync-rx";
import { classFlavour } from "./class-flavour.ts";
import { Serving } from "./serving.ts";
import { streamFlavour } from "./stream-flavour.ts";

/** Runs the same tests against the same objects in both flavours: what goes over the wire is the same to the byte. */
export function inBothFlavours(name: string, tests: (server: Serving) => void): void {
  const flavours: Readonly<Record<string, Pipeline>> = { class: classFlavour, stream: streamFlavour };
  for (const [flavour, pipeline] of Object.entries(flavours)) {
    describe(`${name}, ${flavour} flavour`, () => {
      tests(new Serving(pipeline));
    });
  }
}

/** What every new line is sent: the objects in the order in which they were made, LAZY left out. */
export const INIT: readonly string[] = [
  '{"type":"_SET:NOTES","data":{"notes":[],"title":"My notes","total":0,"running_tasks":[]}}',
  '{"type":"_SET:DAY","data":{"day":"monday"}}',
];

export const replace = (path: string, value?: unknown): object => ({ op: "replace", path, value });
export const write = (...data: readonly object[]): object => ({ type: "_PATCH:NOTES", data });
export const call = (type: string, args: object = {}): object => ({ type: "_ACTION:NOTES", data: { type, ...args } });
export const start = (type: string, args: object = {}): object => ({
  type: "_TASK_START:NOTES",
  data: { type, ...args },
});
export const cancel = (type: string): object => ({ type: "_TASK_CANCEL:NOTES", data: { type } });
export const GET = '{"type":"_GET:NOTES","data":{}}';

/** The state as the server says it. */
export function notes(changes: { readonly notes?: readonly string[]; readonly title?: string } = {}): string {
  const { notes: list = [], title = "My notes" } = changes;
  const total = list.reduce((sum, { length }) => sum + length, 0);
  return `{"type":"_SET:NOTES","data":${JSON.stringify({ notes: list, title, total, running_tasks: [] })}}`;
}

/** A delta as the server says it. */
export const delta = (...operations: readonly object[]): string =>
  JSON.stringify({ type: "_PATCH:NOTES", data: operations });

export const add = (path: string, value: unknown): object => ({ op: "add", path, value });
export const remove = (path: string): object => ({ op: "remove", path });
