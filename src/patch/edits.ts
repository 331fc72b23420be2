import type { Edit } from "./edit-path.ts";
import { asObject, setOwn } from "./json-value.ts";
import { elementIndex, memberOf } from "./locate.ts";

/** Sets a member, or puts an element before another (RFC 6902, section 4.1). */
export const addTo: Edit = (container, token, value, { path, index }, copies) => {
  if (Array.isArray(container)) {
    const length = container.length;
    const at = token === "-" ? length : elementIndex(container, token, length, path, index);
    const list = copies.list(container);
    if (at === length) list.push(value);
    else list.splice(at, 0, value);
    return list;
  }
  if (Object.hasOwn(container, token) && asObject(container)[token] === value) return container;
  const object = copies.object(asObject(container));
  setOwn(object, token, value);
  return object;
};

/** Removes a member or an element, which must be there (RFC 6902, section 4.2). */
export const removeFrom: Edit = (container, token, _value, { path, index }, copies) => {
  if (Array.isArray(container)) {
    const at = elementIndex(container, token, container.length - 1, path, index);
    const list = copies.list(container);
    if (at === list.length - 1) list.pop();
    else list.splice(at, 1);
    return list;
  }
  memberOf(container, token, path, index);
  return copies.objectWithout(asObject(container), token);
};

/** Replaces a member or an element, which must be there (RFC 6902, section 4.3). */
export const replaceIn: Edit = (container, token, value, { path, index }, copies) => {
  if (memberOf(container, token, path, index) === value) return container;
  if (Array.isArray(container)) {
    const list = copies.list(container);
    list[Number(token)] = value;
    return list;
  }
  const object = copies.object(asObject(container));
  setOwn(object, token, value);
  return object;
};
