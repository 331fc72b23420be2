import type { Observable } from "rxjs";

/** Where a text is kept under a name, beyond the page. Each call is made on subscription; an error means that it was not done. */
export interface OutboxStore {
  /** emits the text, or nothing where there is none, and completes */
  read(name: string): Observable<string>;
  /** completes once the text is kept */
  write(name: string, text: string): Observable<never>;
  /** completes once nothing is kept */
  remove(name: string): Observable<never>;
}
