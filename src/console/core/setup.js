// How the twin is set up; filled in once somebody is signed in.

/** As `GET /api/owner/console` answers. @type {any} */
export const setup = {};
