import { expect, it } from "@jest/globals";
import { act, configure, render } from "@testing-library/react";
import { startTransition, useLayoutEffect, useState } from "react";
import { Session, synced } from "ws-sync-rx";
import { SessionProvider, useObserved } from "ws-sync-rx/react";

configure({ reactStrictMode: true });

const EMPTY = { title: "before" };

it("J3: components that read in one concurrent render commit one state, though it changes in between", () => {
  const session = new Session();
  const commits: string[] = [];
  let show: (shown: boolean) => void = () => {};
  const Title = () => useObserved("NOTES", EMPTY).title;
  const Between = () => {
    synced(session, "NOTES", EMPTY).set({ title: "after" });
    return " ";
  };
  function Page() {
    const [shown, setShown] = useState(false);
    show = setShown;
    useLayoutEffect(() => {
      commits.push(document.body.textContent);
    });
    return (
      shown && (
        <p>
          <Title />
          <Between />
          <Title />
        </p>
      )
    );
  }
  render(<SessionProvider session={session} children={<Page />} />);
  commits.length = 0;
  act(() => startTransition(() => show(true)));
  expect(commits).toEqual(["after after"]);
});
