import { type RefObject, useEffect, useState } from "react";

/** Rows by index; `end` is the first one below. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** rows beyond each edge, so that the Tab key and a quick scroll find something */
const SPARE = 8;

/**
 * The rows of a scrolling list that can be seen, and some around them. A list of thousands costs what a screenful costs.
 *
 * @param listRef the element that scrolls
 * @param rowHeight in CSS pixels, the same for all
 */
export function useRowsInView(listRef: RefObject<HTMLElement | null>, rowHeight: number): RowRange {
  const [range, setRange] = useState<RowRange>({ start: 0, end: 2 * SPARE });

  useEffect(() => {
    const list = listRef.current;
    if (list === null) return undefined;
    const look = (): void => {
      const start = Math.max(0, Math.floor(list.scrollTop / rowHeight) - SPARE);
      const end = Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + SPARE;
      setRange((before) => (before.start === start && before.end === end ? before : { start, end }));
    };
    look();
    list.addEventListener("scroll", look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(list);
    return () => {
      list.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [listRef, rowHeight]);

  return range;
}
