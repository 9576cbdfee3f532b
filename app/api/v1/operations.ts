import * as approvalDecisions from '#app/api/v1/approvals/[id]/decisions/route.ts'
import * as approvalReview from '#app/api/v1/approvals/[id]/review/route.ts'
import * as approval from '#app/api/v1/approvals/[id]/route.ts'
import * as approvalCounts from '#app/api/v1/approvals/counts/route.ts'
import * as approvalPolicies from '#app/api/v1/approvals/policies/route.ts'
import * as approvals from '#app/api/v1/approvals/route.ts'
import * as auditEntry from '#app/api/v1/audit/[id]/route.ts'
import * as auditExport from '#app/api/v1/audit/export/route.ts'
import * as audit from '#app/api/v1/audit/route.ts'
import * as auditVerify from '#app/api/v1/audit/verify/route.ts'
import * as calendar from '#app/api/v1/calendar/route.ts'
import * as datasheetComparisons from '#app/api/v1/datasheets/comparisons/route.ts'
import * as datasheetExport from '#app/api/v1/datasheets/exports/[run]/route.ts'
import * as datasheetExports from '#app/api/v1/datasheets/exports/route.ts'
import * as datasheetHistory from '#app/api/v1/datasheets/history/route.ts'
import * as datasheetImportMoved from '#app/api/v1/datasheets/imports/[id]/moved/route.ts'
import * as datasheetImport from '#app/api/v1/datasheets/imports/[id]/route.ts'
import * as datasheetImportUndo from '#app/api/v1/datasheets/imports/[id]/undo/route.ts'
import * as datasheetImports from '#app/api/v1/datasheets/imports/route.ts'
import * as datasheetMapping from '#app/api/v1/datasheets/mappings/[environment]/route.ts'
import * as datasheetMappingTry from '#app/api/v1/datasheets/mappings/[environment]/try/route.ts'
import * as datasheetMappingVersions from '#app/api/v1/datasheets/mappings/[environment]/versions/route.ts'
import * as datasheetPlanAgain from '#app/api/v1/datasheets/plans/[id]/again/route.ts'
import * as datasheetAnnotated from '#app/api/v1/datasheets/plans/[id]/annotated/[upload]/route.ts'
import * as datasheetPlanApply from '#app/api/v1/datasheets/plans/[id]/apply/route.ts'
import * as datasheetPlanApprovals from '#app/api/v1/datasheets/plans/[id]/approvals/route.ts'
import * as datasheetPlanDecisions from '#app/api/v1/datasheets/plans/[id]/decisions/route.ts'
import * as datasheetPlanDerive from '#app/api/v1/datasheets/plans/[id]/derive/route.ts'
import * as datasheetFindingsExport from '#app/api/v1/datasheets/plans/[id]/findings/export/route.ts'
import * as datasheetFindings from '#app/api/v1/datasheets/plans/[id]/findings/route.ts'
import * as datasheetPlan from '#app/api/v1/datasheets/plans/[id]/route.ts'
import * as datasheetApart from '#app/api/v1/datasheets/plans/[id]/tables/[table]/apart/route.ts'
import * as datasheetRowsExport from '#app/api/v1/datasheets/plans/[id]/tables/[table]/rows/export/route.ts'
import * as datasheetRows from '#app/api/v1/datasheets/plans/[id]/tables/[table]/rows/route.ts'
import * as datasheetPlans from '#app/api/v1/datasheets/plans/route.ts'
import * as datasheetSchema from '#app/api/v1/datasheets/schema/[environment]/route.ts'
import * as datasheetTables from '#app/api/v1/datasheets/tables/route.ts'
import * as datasheetUpload from '#app/api/v1/datasheets/uploads/[id]/route.ts'
import * as datasheetSheet from '#app/api/v1/datasheets/uploads/[id]/sheets/[sheet]/route.ts'
import * as datasheetUploads from '#app/api/v1/datasheets/uploads/route.ts'
import * as doctor from '#app/api/v1/doctor/route.ts'
import * as environment from '#app/api/v1/environments/[id]/route.ts'
import * as environmentTest from '#app/api/v1/environments/[id]/test/route.ts'
import * as environmentsExport from '#app/api/v1/environments/export/route.ts'
import * as environments from '#app/api/v1/environments/route.ts'
import * as events from '#app/api/v1/events/route.ts'
import * as hookDeliveriesOf from '#app/api/v1/hooks/[id]/deliveries/route.ts'
import * as hook from '#app/api/v1/hooks/[id]/route.ts'
import * as hookSecret from '#app/api/v1/hooks/[id]/secret/route.ts'
import * as hookTest from '#app/api/v1/hooks/[id]/test/route.ts'
import * as hookDeliveryRetry from '#app/api/v1/hooks/deliveries/[id]/retry/route.ts'
import * as hookDeliveries from '#app/api/v1/hooks/deliveries/route.ts'
import * as hooks from '#app/api/v1/hooks/route.ts'
import * as invitationAccept from '#app/api/v1/invitations/accept/route.ts'
import * as mePassword from '#app/api/v1/me/password/route.ts'
import * as mePreferences from '#app/api/v1/me/preferences/route.ts'
import * as meProof from '#app/api/v1/me/proof/route.ts'
import * as me from '#app/api/v1/me/route.ts'
import * as mySecondFactorConfirm from '#app/api/v1/me/second-factor/confirm/route.ts'
import * as myRecoveryCodes from '#app/api/v1/me/second-factor/recovery-codes/route.ts'
import * as mySecondFactor from '#app/api/v1/me/second-factor/route.ts'
import * as mySession from '#app/api/v1/me/sessions/[id]/route.ts'
import * as mySessions from '#app/api/v1/me/sessions/route.ts'
import * as metric from '#app/api/v1/metrics/[name]/route.ts'
import * as metrics from '#app/api/v1/metrics/route.ts'
import * as metricTry from '#app/api/v1/metrics/try/route.ts'
import * as analysisBreakdown from '#app/api/v1/retention/analyses/[id]/breakdown/route.ts'
import * as analysisByHour from '#app/api/v1/retention/analyses/[id]/by-hour/route.ts'
import * as analysisDistribution from '#app/api/v1/retention/analyses/[id]/distribution/route.ts'
import * as playerEvents from '#app/api/v1/retention/analyses/[id]/players/[uid]/events/route.ts'
import * as analysisPlayer from '#app/api/v1/retention/analyses/[id]/players/[uid]/route.ts'
import * as analysisPlayersExport from '#app/api/v1/retention/analyses/[id]/players/export/route.ts'
import * as analysisPlayers from '#app/api/v1/retention/analyses/[id]/players/route.ts'
import * as analysisCsv from '#app/api/v1/retention/analyses/[id]/players.csv/route.ts'
import * as analysis from '#app/api/v1/retention/analyses/[id]/route.ts'
import * as analysesExport from '#app/api/v1/retention/analyses/export/route.ts'
import * as analyses from '#app/api/v1/retention/analyses/route.ts'
import * as estimate from '#app/api/v1/retention/estimate/route.ts'
import * as runArtefact from '#app/api/v1/runs/[id]/artefacts/[artefactId]/route.ts'
import * as runCommands from '#app/api/v1/runs/[id]/commands/route.ts'
import * as runLogs from '#app/api/v1/runs/[id]/logs/route.ts'
import * as run from '#app/api/v1/runs/[id]/route.ts'
import * as runsExport from '#app/api/v1/runs/export/route.ts'
import * as runs from '#app/api/v1/runs/route.ts'
import * as datasets from '#app/api/v1/sample/datasets/route.ts'
import * as schedule from '#app/api/v1/schedules/[id]/route.ts'
import * as schedules from '#app/api/v1/schedules/route.ts'
import * as scheduleTimes from '#app/api/v1/schedules/times/route.ts'
import * as secretsRotate from '#app/api/v1/secrets/rotate/route.ts'
import * as session from '#app/api/v1/session/route.ts'
import * as sessionToken from '#app/api/v1/session/token/route.ts'
import * as secondFactorSetting from '#app/api/v1/settings/second-factor/route.ts'
import * as source from '#app/api/v1/sources/[id]/route.ts'
import * as sourceTest from '#app/api/v1/sources/[id]/test/route.ts'
import * as sourcesExport from '#app/api/v1/sources/export/route.ts'
import * as sources from '#app/api/v1/sources/route.ts'
import * as token from '#app/api/v1/tokens/[id]/route.ts'
import * as tokensExport from '#app/api/v1/tokens/export/route.ts'
import * as tokens from '#app/api/v1/tokens/route.ts'
import * as userPasswordReset from '#app/api/v1/users/[id]/password-reset/route.ts'
import * as user from '#app/api/v1/users/[id]/route.ts'
import * as userSecondFactor from '#app/api/v1/users/[id]/second-factor/route.ts'
import * as userSessions from '#app/api/v1/users/[id]/sessions/route.ts'
import * as usersExport from '#app/api/v1/users/export/route.ts'
import * as users from '#app/api/v1/users/route.ts'
import * as workers from '#app/api/v1/workers/route.ts'
import type { Operations } from '#server/http/openapi.ts'

/** Every route of the API under its path. A test holds it against the files. */
export const operations: Operations = {
  '/api/v1/approvals': approvals,
  '/api/v1/approvals/counts': approvalCounts,
  '/api/v1/approvals/policies': approvalPolicies,
  '/api/v1/approvals/{id}': approval,
  '/api/v1/approvals/{id}/decisions': approvalDecisions,
  '/api/v1/approvals/{id}/review': approvalReview,
  '/api/v1/audit/export': auditExport,
  '/api/v1/audit/verify': auditVerify,
  '/api/v1/audit/{id}': auditEntry,
  '/api/v1/datasheets/uploads': datasheetUploads,
  '/api/v1/datasheets/uploads/{id}': datasheetUpload,
  '/api/v1/datasheets/comparisons': datasheetComparisons,
  '/api/v1/datasheets/plans': datasheetPlans,
  '/api/v1/datasheets/plans/{id}': datasheetPlan,
  '/api/v1/datasheets/plans/{id}/again': datasheetPlanAgain,
  '/api/v1/datasheets/plans/{id}/approvals': datasheetPlanApprovals,
  '/api/v1/datasheets/plans/{id}/decisions': datasheetPlanDecisions,
  '/api/v1/datasheets/plans/{id}/apply': datasheetPlanApply,
  '/api/v1/datasheets/plans/{id}/derive': datasheetPlanDerive,
  '/api/v1/datasheets/exports': datasheetExports,
  '/api/v1/datasheets/exports/{run}': datasheetExport,
  '/api/v1/datasheets/tables': datasheetTables,
  '/api/v1/datasheets/history': datasheetHistory,
  '/api/v1/datasheets/imports': datasheetImports,
  '/api/v1/datasheets/imports/{id}': datasheetImport,
  '/api/v1/datasheets/imports/{id}/moved': datasheetImportMoved,
  '/api/v1/datasheets/imports/{id}/undo': datasheetImportUndo,
  '/api/v1/datasheets/plans/{id}/tables/{table}/rows': datasheetRows,
  '/api/v1/datasheets/plans/{id}/tables/{table}/rows/export': datasheetRowsExport,
  '/api/v1/datasheets/plans/{id}/tables/{table}/apart': datasheetApart,
  '/api/v1/datasheets/plans/{id}/findings': datasheetFindings,
  '/api/v1/datasheets/plans/{id}/findings/export': datasheetFindingsExport,
  '/api/v1/datasheets/uploads/{id}/sheets/{sheet}': datasheetSheet,
  '/api/v1/datasheets/mappings/{environment}': datasheetMapping,
  '/api/v1/datasheets/mappings/{environment}/versions': datasheetMappingVersions,
  '/api/v1/datasheets/mappings/{environment}/try': datasheetMappingTry,
  '/api/v1/datasheets/schema/{environment}': datasheetSchema,
  '/api/v1/datasheets/plans/{id}/annotated/{upload}': datasheetAnnotated,
  '/api/v1/calendar': calendar,
  '/api/v1/schedules': schedules,
  '/api/v1/schedules/times': scheduleTimes,
  '/api/v1/schedules/{id}': schedule,
  '/api/v1/doctor': doctor,
  '/api/v1/environments': environments,
  '/api/v1/environments/export': environmentsExport,
  '/api/v1/environments/{id}': environment,
  '/api/v1/environments/{id}/test': environmentTest,
  '/api/v1/events': events,
  '/api/v1/hooks': hooks,
  '/api/v1/hooks/deliveries': hookDeliveries,
  '/api/v1/hooks/deliveries/{id}/retry': hookDeliveryRetry,
  '/api/v1/hooks/{id}': hook,
  '/api/v1/hooks/{id}/deliveries': hookDeliveriesOf,
  '/api/v1/hooks/{id}/secret': hookSecret,
  '/api/v1/hooks/{id}/test': hookTest,
  '/api/v1/invitations/accept': invitationAccept,
  '/api/v1/me': me,
  '/api/v1/me/password': mePassword,
  '/api/v1/me/preferences': mePreferences,
  '/api/v1/me/proof': meProof,
  '/api/v1/me/second-factor': mySecondFactor,
  '/api/v1/me/second-factor/confirm': mySecondFactorConfirm,
  '/api/v1/me/second-factor/recovery-codes': myRecoveryCodes,
  '/api/v1/me/sessions': mySessions,
  '/api/v1/me/sessions/{id}': mySession,
  '/api/v1/metrics': metrics,
  '/api/v1/metrics/try': metricTry,
  '/api/v1/metrics/{name}': metric,
  '/api/v1/retention/analyses': analyses,
  '/api/v1/retention/analyses/export': analysesExport,
  '/api/v1/retention/estimate': estimate,
  '/api/v1/retention/analyses/{id}': analysis,
  '/api/v1/retention/analyses/{id}/breakdown': analysisBreakdown,
  '/api/v1/retention/analyses/{id}/by-hour': analysisByHour,
  '/api/v1/retention/analyses/{id}/distribution': analysisDistribution,
  '/api/v1/retention/analyses/{id}/players': analysisPlayers,
  '/api/v1/retention/analyses/{id}/players/{uid}': analysisPlayer,
  '/api/v1/retention/analyses/{id}/players/export': analysisPlayersExport,
  '/api/v1/retention/analyses/{id}/players/{uid}/events': playerEvents,
  '/api/v1/retention/analyses/{id}/players.csv': analysisCsv,
  '/api/v1/runs': runs,
  '/api/v1/runs/export': runsExport,
  '/api/v1/runs/{id}': run,
  '/api/v1/runs/{id}/artefacts/{artefactId}': runArtefact,
  '/api/v1/runs/{id}/commands': runCommands,
  '/api/v1/runs/{id}/logs': runLogs,
  '/api/v1/sample/datasets': datasets,
  '/api/v1/secrets/rotate': secretsRotate,
  '/api/v1/session': session,
  '/api/v1/session/token': sessionToken,
  '/api/v1/settings/second-factor': secondFactorSetting,
  '/api/v1/sources': sources,
  '/api/v1/sources/export': sourcesExport,
  '/api/v1/sources/{id}': source,
  '/api/v1/sources/{id}/test': sourceTest,
  '/api/v1/tokens': tokens,
  '/api/v1/tokens/export': tokensExport,
  '/api/v1/tokens/{id}': token,
  '/api/v1/users': users,
  '/api/v1/users/export': usersExport,
  '/api/v1/users/{id}': user,
  '/api/v1/users/{id}/password-reset': userPasswordReset,
  '/api/v1/users/{id}/second-factor': userSecondFactor,
  '/api/v1/users/{id}/sessions': userSessions,
  '/api/v1/workers': workers,
  '/api/v1/audit': audit,
}
