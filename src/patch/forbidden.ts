/**
 * Member names no pointer of ours ever contains, on either side.
 *
 * They are legal JSON, and a state may hold them. But code further on copies members by assignment, where these three reach
 * prototypes. So `applyPatch` refuses a pointer that names one, even as an own member, and `createPatch` never needs one: it
 * replaces the object that holds the member.
 */
export function isForbidden(token: string | number): boolean {
  return token === "__proto__" || token === "constructor" || token === "prototype";
}
