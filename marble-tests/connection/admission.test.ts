import { expect, it } from "@jest/globals";
import { Admission, type AdmissionOptions } from "../../src/connection/admission.ts";

const from = (remoteAddress: string, url = "/", origin?: string) => ({
  url,
  headers: { host: "h", origin },
  socket: { remoteAddress },
});

it.each<[AdmissionOptions, string, string | undefined, number | undefined]>([
  [{}, "/any?x", undefined, undefined],
  [{ path: "/ws" }, "/ws?x=1", undefined, undefined],
  [{ path: "/ws" }, "/ws/", undefined, 403],
  [{ path: "/ws" }, "/", undefined, 403],
  [{}, "/", "http://h", undefined],
  [{}, "/", "http://evil.example", 403],
  [{ origins: "any" }, "/", "http://evil.example", undefined],
  [{ maxConnections: 0 }, "/", undefined, 503],
  [{ maxConnections: 0 }, "/", "http://evil.example", 403],
  [{ maxPerAddress: 0 }, "/", undefined, 429],
])("%j: a request for %s of origin %s is refused with %p", (options, url, origin, status) => {
  expect(new Admission(options).refusal(from("1.1.1.1", url, origin))?.status).toBe(status);
});

it("counts lines, in all and per address, and forgets those that are over", () => {
  const admission = new Admission({ maxConnections: 3, maxPerAddress: 2 });
  const [a, b] = [from("1.1.1.1"), from("2.2.2.2")];
  const asks = () => [admission.refusal(a)?.status, admission.refusal(b)?.status];
  const over = [admission.admit(a), admission.admit(a)];
  expect(asks()).toEqual([429, undefined]);
  over.push(admission.admit(b));
  expect(asks()).toEqual([503, 503]);
  over[0]?.();
  expect(asks()).toEqual([undefined, undefined]);
  over[1]?.();
  over[2]?.();
  expect(asks()).toEqual([undefined, undefined]);
  for (const peer of [a, b, b]) admission.admit(peer);
  expect(asks()).toEqual([503, 503]);
});

it("remembers the address of a line whose socket has forgotten it", () => {
  const admission = new Admission({ maxPerAddress: 1 });
  const socket: { remoteAddress: string | undefined } = { remoteAddress: "1.1.1.1" };
  const over = admission.admit({ socket });
  socket.remoteAddress = undefined;
  over();
  expect(admission.refusal(from("1.1.1.1"))).toBeUndefined();
});

it("refuses everybody with 503, and says when to ask again, once it is closed", () => {
  const admission = new Admission({});
  expect([admission.closed, admission.refusal(from("1.1.1.1"))]).toEqual([false, undefined]);
  admission.close();
  expect(admission.closed).toBe(true);
  expect(admission.refusal(from("1.1.1.1"))).toEqual({ status: 503, headers: { "Retry-After": "5" } });
});
