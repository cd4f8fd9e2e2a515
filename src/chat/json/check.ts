export function checkSchema(_schema: unknown): void {}
