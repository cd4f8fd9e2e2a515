/** Koffi, which calls the functions of shared libraries. */
import type Koffi from "koffi";
import { nativePackage } from "./native-package.ts";

export const koffi = nativePackage<typeof Koffi>("koffi");
