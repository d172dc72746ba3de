const CULM_AND_LEAVES =
  'M9.4 7.6L15.2 5V14.45H9.4zM9.4 15.95L15.2 15.95V24.85H9.4zM9.4 26.35L15.2 26.35V35H9.4zM16.2 15.2C20.57 17.74 27.92 16.79 34.6 13.2C27.3 11.13 19.92 11.78 16.2 15.2zM16 16.5C17.82 21.24 24.14 24.91 31.6 26C27.2 19.87 21.04 15.94 16 16.5zM15.6 17.8C14.61 22.67 17.87 29.08 23.4 34C23 26.61 20.02 20.06 15.6 17.8z';

/** One culm of three segments and three leaves, cut into a square like a seal. At least 20 px. */
export function Mark({ size = 36 }: { size?: number }) {
  return (
    <svg className="mark" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <rect className="tile" width="40" height="40" rx="4" />
      <path className="cut" d={CULM_AND_LEAVES} />
    </svg>
  );
}
