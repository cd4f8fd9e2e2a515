/** Sharp, which decodes and encodes pictures. */
import type Sharp from "sharp";
import { nativePackage } from "../runtime/native-package.ts";

export const sharp = nativePackage<typeof Sharp>("sharp");
