/** Sent with every batch. A test keeps it equal to package.json, which the page must not carry along. */
export const version = "0.1.0";
