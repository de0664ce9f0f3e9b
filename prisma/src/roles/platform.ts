/** The organization of the platform's administrators: one in an installation, the same in every one. It is made when there is somebody to be in it. */
export const PLATFORM_ORGANIZATION = { id: '00000000-0000-7000-8000-000000000100', name: 'Platform', slug: 'platform' } as const;
