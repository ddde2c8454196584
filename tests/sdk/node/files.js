// Files that the tests upload, as the caller names them.

/** A picture of a cat, PNG. */
export const CAT = process.env.TEST_CAT;

/** A folder for files that the tests make. */
export const FOLDER = process.env.TEST_FOLDER;
