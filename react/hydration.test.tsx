import { expect, it, jest } from "@jest/globals";
import { act, configure, render } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { Session, synced } from "ws-sync-rx";
import { SessionProvider, useConnectionStatus, useObserved, useSynced } from "ws-sync-rx/react";
import { linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

const EMPTY = { title: "initial", notes: ["one"] };

function Page({ session }: { readonly session: Session }) {
  return (
    <SessionProvider session={session}>
      <Panel />
    </SessionProvider>
  );
}

function Panel() {
  const { phase } = useConnectionStatus();
  const { title } = useSynced("NOTES", EMPTY);
  const upper = useObserved("NOTES", EMPTY, ({ notes }) => notes.map((note) => note.toUpperCase()));
  return <p>{[phase, title, ...upper].join(" ")}</p>;
}

it("J5: a page hydrates with what the server rendered, then shows what came in meanwhile", () => {
  const report = jest.spyOn(console, "error");
  const container = document.createElement("div");
  container.innerHTML = renderToString(<Page session={new Session()} />);
  expect(container.textContent).toBe("connecting initial ONE");

  const link = linked();
  render(<Page session={link.client} />).unmount();
  link.open();
  act(() => synced(link.client, "NOTES", EMPTY).set({ title: "come in" }));
  render(<Page session={link.client} />, { container, hydrate: true });
  expect(container.textContent).toBe("live come in ONE");
  expect(report).not.toHaveBeenCalled();
});
