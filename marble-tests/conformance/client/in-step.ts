import { synced } from "ws-sync-rx";
import type { OpenServer } from "./scripted-server.ts";

export interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
}

export const INITIAL: Notes = { title: "initial", notes: [] };
export const TRUTH: Notes = { title: "a", notes: ["one", "two"] };
export const ASK = '{"type":"_REQUEST_USER_SESSION"}';
export const ANSWER = '{"type":"_USER_SESSION","data":{"user":"id-1","session":"id-2"}}';
export const GET = '{"type":"_GET:NOTES","data":{}}';
export const SET = { type: "_SET:NOTES", data: TRUTH };
export const patch = (...data: readonly object[]): object => ({ type: "_PATCH:NOTES", data });
export const replaceTitle = (value: string): object => ({ op: "replace", path: "/title", value });

/** A client that follows NOTES, on a line that is not accepted yet. */
export async function following(open: OpenServer) {
  const server = await open();
  const notes = synced<Notes>(server.session, "NOTES", INITIAL);
  const errors: Error[] = [];
  notes.subscribe();
  server.session.errors$.subscribe((error) => errors.push(error));
  return { server, notes, errors };
}

/** The same, live and in step with the server. */
export async function inStep(open: OpenServer) {
  const client = await following(open);
  await client.server.accepts();
  await client.server.sends(SET);
  await client.server.hears();
  return client;
}
