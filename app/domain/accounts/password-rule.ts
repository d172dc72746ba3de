export const PASSWORD_MINIMUM = 12;
export const PASSWORD_MAXIMUM = 128;

/** Why a password is not taken. */
export type PasswordFault = 'too-short' | 'too-long' | 'about-you' | 'too-common';
