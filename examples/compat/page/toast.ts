import { create } from "zustand";

/** What was said so far. */
export const useToasts = create<{ readonly said: readonly string[] }>()(() => ({ said: [] }));

const say =
  (type: string) =>
  (message: string): void => {
    useToasts.setState(({ said }) => ({ said: [...said, `${type}: ${message}`] }));
  };

/** A toast library as the original's pages use them: a function with a method per type. */
export const toast = Object.assign(say("default"), {
  message: say("message"),
  info: say("info"),
  success: say("success"),
  warning: say("warning"),
  error: say("error"),
  loading: say("loading"),
});
