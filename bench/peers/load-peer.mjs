/** Imports a package from `bench/node_modules`. This file is not bundled: packages are looked up from where it lies. */
export const loadPeer = (name) => import(name);
