/**
 * A part of a text, and nothing of the rest.
 *
 * Of a text cut out by `slice` engines note only where it is, so that it keeps the whole alive: a thousand patches of 80 characters
 * each, kept for those who come back, held the thousand texts they were about.
 */
export function cutText(text: string, start: number, end: number): string {
  return ` ${text.slice(start, end)}`.slice(1);
}
