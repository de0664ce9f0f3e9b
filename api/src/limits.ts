/** Every limit of the server in one place. Numbers without a source are those of the published contract. */
export const LIMITS = {
  bodyBytesMax: 256 * 1024,
  /** The media link sends up to 200 events, each with its texts. */
  internalBodyBytesMax: 4 * 1024 * 1024,
  documentTokensMax: 2_000,
  depthMax: 12,
  aliasesMax: 30,
  directivesMax: 20,
  rootMutationsMax: 10,
  operationCostMax: 1_000,
  /** Points that a session, a key or an address without either may use at once. */
  costPointsMax: 10_000,
  /** Points that come back each second. */
  costRestorePerSecond: 500,
  /** Cost of a list whose length no argument says. */
  listCostMultiplier: 10,
  queryTimeoutMs: 10_000,
  mutationTimeoutMs: 30_000,
  /** Looking at the same thing again within this is one reading in the audit log. */
  recentReadingMs: 10 * 60_000,
  recentReadingsMax: 50_000,
  idempotencyKeptMs: 24 * 3_600_000,
  /** A request older than the longest mutation and this is over, however it ended. */
  idempotencyGraceMs: 30_000,
  pageSizeDefault: 20,
  pageSizeMax: 100,
  nodeIdsMax: 100,
  /** WebSocket messages to us. */
  socketMessageBytesMax: 64 * 1024,
  socketOperationsMax: 50,
  socketPingMs: 15_000,
  /** Live items kept for one subscriber; beyond that it reads the log again. */
  subscriberQueueItemsMax: 256,
  /** Events read from the log at once. */
  replayPageEvents: 200,
  /** Least time between two interim transcripts of one speaker: 10 a second. */
  interimGapMs: 100,
  /** Calls that a subscriber of all calls of an organization is shown at once. */
  liveCallsMax: 200,
  /** Least time between two changes of one call that it is told of: 4 a second. */
  liveCallGapMs: 250,
  /** Least time between two readings of all of them. */
  liveSnapshotGapMs: 1_000,
  /** How often the calls it knows are looked up, in case the news of an end was lost. */
  liveRecheckMs: 60_000,
  /** Calls with news that wait for it; beyond that it reads all again. */
  liveInboxCallsMax: 1_000,
  /** Lines of a call that wait for it: the newest win. */
  liveLinesMax: 4,
  /** Calls whose organization a process remembers. */
  callOrganizationsMax: 10_000,
  sessionMs: 30 * 24 * 3_600_000,
  /** A session's expiry moves at most this often, so that reading costs no write. */
  sessionTouchMs: 3_600_000,
  /** How long a process believes what it knows of a session without asking the database. */
  sessionCacheMs: 15_000,
  /** How often it is written at most when a key was last used. */
  keyTouchMs: 60_000,
  /** Clients of an agency. */
  clientsMax: 1_000,
  /** Roles of an organization's own, besides the templates. */
  rolesMax: 50,
  serviceAccountsMax: 100,
  keysPerAccountMax: 20,
  keyNetworksMax: 50,
  keyAgentsMax: 100,
  /** So long before its end a key is told of it with each answer. */
  keyExpiryNoticeMs: 14 * 24 * 3_600_000,
  /** The longest time for which an administrator works as somebody else. */
  impersonationMs: 60 * 60_000,
  sessionCacheEntriesMax: 10_000,
  /** Organizations of one person. */
  organizationsMax: 20,
  passwordLengthMin: 8,
  passwordLengthMax: 256,
  /** Sign-ins that wait for their turn with the processor; each takes about 20 ms. */
  passwordHashesWaitingMax: 100,
  signInAttemptsMax: 10,
  signInWindowMs: 10 * 60_000,
  /** On one account from everywhere together: guessing from many addresses is no faster. */
  signInAccountAttemptsMax: 100,
  signInAccountWindowMs: 60 * 60_000,
  signUpAttemptsMax: 20,
  signUpWindowMs: 60 * 60_000,
  /** Links by mail that one person may have sent, and one network address may ask for, in `mailWindowMs`. */
  mailsPerPersonMax: 5,
  mailsPerAddressMax: 30,
  mailWindowMs: 60 * 60_000,
  emailVerificationMs: 24 * 3_600_000,
  passwordResetMs: 3_600_000,
  /** Sessions of one person that are listed. */
  sessionsListedMax: 100,
  userAgentCharactersMax: 300,
  /** Mails that wait in one process. */
  mailsWaitingMax: 1_000,
  mailsRunningMax: 2,
  /** With the pauses between them, a mail is tried for about three minutes. */
  mailTriesMax: 5,
  /** Pause before the second try; each later one is four times as long. */
  mailRetryMs: 2_000,
  /** How long a process that ends goes on sending. */
  mailCloseMs: 5_000,
  /** Guesses of codes on one account, whichever sign-in they are part of: NIST SP 800-63B asks for fewer than 100. */
  secondFactorAttemptsMax: 10,
  secondFactorWindowMs: 10 * 60_000,
  signInChallengeMs: 5 * 60_000,
  signInChallengeAttemptsMax: 5,
  recoveryCodes: 10,
  passkeyChallengeMs: 5 * 60_000,
  /** Sign-ins with passkeys that one address may begin in ten minutes: an office whose pages all offer them. */
  passkeyStartsMax: 1_000,
  /** Passkeys of one person. */
  passkeysMax: 20,
  accessTokenMs: 10 * 60_000,
  /** For how long the same attempt at a refresh is answered the same. */
  refreshGraceMs: 10_000,
  attemptIdCharactersMin: 16,
  attemptIdCharactersMax: 128,
  /** The longest token of ours is about half of that. */
  tokenCharactersMax: 512,
  callTokenMs: 60_000,
  sweepMs: 10_000,
  /** How often a media server is told again what is still to be done. */
  commandResyncMs: 10_000,
  /** A call answered longer ago than this must be known to its media server. */
  callConfirmAfterMs: 15_000,
  /** The longest call there is, four hours, and half an hour for its end to be told. */
  callAbandonedMs: 4.5 * 3_600_000,
  eventBatchMax: 200,
  interimBatchMax: 50,
  recordingLinkMs: 10 * 60_000,
  /** Four hours of 16 kHz 16-bit stereo, the longest call there is. */
  recordingBytesMax: 4 * 3_600 * 16_000 * 4 + 4_096,
  peaksPerSecond: 50,
  peaksMax: 4_000,
  /** A media server counts as connected for so long after it was last heard of, where its api process died. */
  presenceMs: 30_000,
  healthCheckMs: 2_000,
  /** An answer that takes longer is called slow. */
  healthSlowMs: 500,
  /** Recordings of about a week of talk at 8 kHz. */
  recordingsFreeBytesMin: 1024 ** 3,
  /** One ask for the voices of a provider; what takes longer still fills the cache. */
  voicesTimeoutMs: 8_000,
  voicesCacheMs: 5 * 60_000,
  /** Providers whose voices are kept, connections of all organizations together. */
  voiceListsMax: 200,
  /** Voices of one provider that are listed. */
  voicesMax: 1_000,
  previewTextCharactersMax: 300,
  previewLinkMs: 10 * 60_000,
  /** From the request for a preview to its last sample. */
  previewMs: 15_000,
  previewsRunningMax: 2,
  previewsWaitingMax: 8,
  /** Words that a list is searched for. */
  searchTextCharactersMax: 100,
  /** What was said is searched for no less. */
  searchTextCharactersMin: 2,
  /** Events of the stored log that one field reads. */
  callEventsMax: 500,
  callEventsDefault: 100,
  callerNameCharactersMax: 200,
  exportLinkMs: 10 * 60_000,
  exportRowsMax: 100_000,
  /** Calls of an export that are read, and held, at once. */
  exportPageRows: 1_000,
  exportsRunningMax: 2,
  exportsWaitingMax: 20,
  /** How long an export may take, however slowly it is read. */
  exportMs: 10 * 60_000,
  /** Rows of an organization's export that are read, and held, at once. */
  organizationExportPageRows: 500,
  organizationExportMs: 60 * 60_000,
  /** From an invitation, or the newest mail of one, to its end. */
  invitationMs: 7 * 24 * 3_600_000,
  /** Invitations of an organization that nobody has answered. */
  invitationsPendingMax: 100,
  /** The mail of an invitation is sent again no sooner than this. */
  invitationResendMs: 60_000,
  /** Invitations of an organization that are mailed in an hour. */
  invitationMailsMax: 300,
  invitationMailsWindowMs: 3_600_000,
  /** From the wish to delete an organization to its deletion. */
  organizationGraceMs: 30 * 24 * 3_600_000,
  /** Rows of a deleted organization that go in one transaction. */
  deletionBatchRows: 1_000,
  /** Such transactions in one sweep. */
  deletionStepsMax: 20,
  /** E-mail domains of an organization. */
  domainsMax: 20,
  /** One ask of a name server; two are made. */
  dnsQueryMs: 2_000,
  /** A proven domain is looked at again after this; after the second where its name servers did not answer. */
  domainCheckMs: 7 * 24 * 3_600_000,
  domainRetryMs: 3_600_000,
  /** A domain whose name servers do not answer for so long counts as lost. */
  domainUnseenMs: 30 * 24 * 3_600_000,
  /** Domains that one sweep looks at. */
  domainChecksPerSweep: 5,
  /** Looks at domains and identity providers that one organization may ask for in ten minutes. */
  providerChecksMax: 30,
  providerChecksWindowMs: 10 * 60_000,
  /** One request to an identity provider. */
  providerTimeoutMs: 5_000,
  providerBodyBytesMax: 256 * 1024,
  /** For how long what a provider says about itself is believed. */
  providerCacheMs: 10 * 60_000,
  providersCachedMax: 500,
  /** From the redirect to the identity provider to the answer. */
  singleSignOnMs: 10 * 60_000,
  /** Beginnings and ends of such sign-ins from one address in ten minutes: an office whose people all come that way. None of it is a guess. */
  singleSignOnStepsMax: 1_000,
  /** How far its clock may be off (RFC 7519 allows a few minutes). */
  providerClockSkewMs: 60_000,
  /** Connections to providers of an organization. */
  connectionsMax: 50,
  /** Named queries of one data source. */
  queriesMax: 50,
  queryDescriptionCharactersMax: 1_000,
  queryParametersMax: 20,
  queryTextCharactersMax: 20_000,
  queryValueCharactersMax: 2_000,
  queryRowsMax: 1_000,
  queryRowsDefault: 20,
  queryTimeoutMsMax: 20_000,
  queryTimeoutMsDefault: 5_000,
  /** Rows of one answer, as JSON. */
  sourceBytesMax: 256 * 1024,
  sourceTablesMax: 300,
  sourceDescribeMs: 7_000,
  /** Waiting for a turn, and for the source to be opened; a query of GraphQL has ten seconds in all. */
  sourceOpenMs: 2_500,
  sourceRequestsRunningMax: 16,
  sourceRequestsWaitingMax: 100,
  /** Queries that people of one organization try out in ten minutes. */
  sourceQueriesTriedMax: 300,
  connectionNameCharactersMax: 120,
  /** Settings of a connection as JSON. */
  connectionSettingsCharactersMax: 100_000,
  secretCharactersMax: 8_192,
  /** From the request to a provider that is tried to its first result; a mutation may take twice as long. */
  trialMs: 15_000,
  /** The list of voices of a provider that is tried. */
  trialVoicesMs: 5_000,
  trialsRunningMax: 4,
  trialsWaitingMax: 20,
  /** Trials of an organization in ten minutes: each asks a vendor, and may cost. */
  trialsMax: 100,
  trialsWindowMs: 10 * 60_000,
  problemCharactersMax: 500,
  /** Providers of one kind that a call is given. */
  routeStepsMax: 8,
  routeWeightMax: 1_000,
  /** How long an opened data key is kept in memory. */
  dataKeyCacheMs: 60_000,
  dataKeyCacheEntriesMax: 1_000,
  /** A data key that nothing is sealed with any more is kept so long. */
  dataKeyKeptMs: 3_600_000,
  /** How often it is looked for what earlier keys have sealed; also at the start. */
  keyRenewalMs: 3_600_000,
  /** Rows that are brought to newer keys at once. */
  renewalBatchRows: 100,
  /** A leap year. */
  statisticsDaysMax: 366,
  statisticsReasonsMax: 10,
  /** Usage by the hour: a month of it. */
  usageHoursDaysMax: 31,
  /** Kinds, connections or agents that usage tells one by one. */
  usageGroupsMax: 10,
  usageFilterMax: 50,
  knowledgeEntriesMax: 200,
  knowledgeTextCharactersMax: 50_000,
  knowledgeCharactersMax: 200_000,
} as const;
