/** The whole country. National figures are its figures, never those of the regional root above it. */
export const NATIONAL_CODE = 'VN';

/** The form of a code: parts of capital letters and digits, joined by dots. The same as `agency_code_is_plain`. */
export const AGENCY_CODE = /^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*$/;
