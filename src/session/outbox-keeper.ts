/** Keeps what is in an outbox beyond this page. */
export interface OutboxKeeper {
  /**
   * The outbox has changed.
   *
   * @param send what is to be sent once all that the outbox holds now is kept, so that no later page takes it for something that was not
   */
  keep(send?: () => void): void;
}
