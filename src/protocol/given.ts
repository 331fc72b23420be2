/** A constructor that gives back what it is called with, so that a subclass adds its private members to that. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a constructor is all there is to it
export class Given {
  constructor(object: object) {
    return object;
  }
}
