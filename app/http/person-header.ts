/** Beside the data of a page: for whom it was made, so that no page stands under the name of somebody else. */
export const PERSON_HEADER = 'x-truc-person';
