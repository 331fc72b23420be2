import { Observable } from "rxjs";
import type { Session } from "../session/session.ts";

/** Emits a value behind all that a session has to do at this moment: what has changed is then on its way already. */
export function behind<T>(session: Session, value: T): Observable<T> {
  return new Observable((subscriber) => {
    session.enqueue(() => {
      subscriber.next(value);
      subscriber.complete();
    });
  });
}
