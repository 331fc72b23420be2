/** @jest-environment jsdom */
import { afterEach, expect, it } from "@jest/globals";
import type { Subscription } from "rxjs";
import { pageWakes$ } from "../../src/ambient.ts";

let subscription: Subscription | undefined;
afterEach(() => subscription?.unsubscribe());

/** The events that woke, as far as it is subscribed to. */
function woken(): readonly string[] {
  const types: string[] = [];
  subscription = pageWakes$.subscribe((event) => types.push(event instanceof Event ? event.type : "?"));
  return types;
}

function see(visibilityState: "visible" | "hidden"): void {
  Object.defineProperty(document, "visibilityState", { value: visibilityState, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

function show(persisted: boolean): void {
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
}

it("wakes when the network is back, the page is seen again, comes back from the cache or is thawed", () => {
  const types = woken();
  window.dispatchEvent(new Event("online"));
  see("visible");
  show(true);
  document.dispatchEvent(new Event("resume"));
  expect(types).toEqual(["online", "visibilitychange", "pageshow", "resume"]);
});

it("does not wake when the page is hidden, loaded, frozen or offline, nor once it is unsubscribed", () => {
  const types = woken();
  see("hidden");
  show(false);
  document.dispatchEvent(new Event("freeze"));
  window.dispatchEvent(new Event("offline"));
  subscription?.unsubscribe();
  window.dispatchEvent(new Event("online"));
  see("visible");
  expect(types).toEqual([]);
});
