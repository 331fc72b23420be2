import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, finalize, map, take } from "rxjs";
import { feed } from "ws-sync-rx";

/** A feed that lives, at version 1. */
function living() {
  const number$ = new BehaviorSubject(1);
  let followed = true;
  const feed$ = feed(
    number$.pipe(
      map((count) => ({ count })),
      finalize(() => (followed = false)),
    ),
  );
  const first = feed$.subscribe();
  number$.next(2);
  return { number$, feed$, first, followed: () => followed };
}

describe("a reader that comes to a feed that lives", () => {
  it("misses nothing that it causes by what it is told first", () => {
    const { number$, feed$ } = living();
    const versions: number[] = [];
    feed$.subscribe(({ position }) => {
      versions.push(position.version);
      if (versions.length === 1) number$.next(3);
    });
    number$.next(4);
    expect(versions).toEqual([1, 2, 3]);
  });

  it("does not keep it alive when it leaves with what it is told first", () => {
    const { feed$, first, followed } = living();
    const versions: number[] = [];
    feed$.pipe(take(1)).subscribe(({ position }) => versions.push(position.version));
    first.unsubscribe();
    expect([versions, followed()]).toEqual([[1], false]);
  });
});
