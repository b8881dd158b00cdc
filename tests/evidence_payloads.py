"""Exports of every kind that runs and deployments come from: fictional, in the shapes that the tools document.

Every place where a tool writes a person, an address or a commit message holds one that is planted here.
"""

import json
from typing import Any, Final

NAME: Final = "Thabo Mokoena"
LOGIN: Final = "thabo-mokoena"
MAIL: Final = "thabo@baobab.example"
MESSAGE: Final = "Hush: payroll till mended by hand"
PLANTED: Final = (NAME, "thabo", "mokoena", "baobab.example", "payroll", "hush")
SHA: Final = "b1b82852d48b516a18e56c5bab0ebf54b8f4ccfd"
OTHER_SHA: Final = "0dd5c4b1e2f3a4958677889900aabbccddeeff11"

_PERSON: Final = {
    "login": LOGIN,
    "name": NAME,
    "username": LOGIN,
    "email": MAIL,
    "type": "User",
    "displayName": NAME,
    "uniqueName": MAIL,
    "html_url": f"https://example.org/{LOGIN}",
}
_COMMIT: Final = {
    "id": SHA,
    "message": MESSAGE,
    "title": MESSAGE,
    "timestamp": "2026-03-12T09:00:00Z",
    "created_at": "2026-03-12T11:00:00+02:00",
    "author": _PERSON,
    "committer": _PERSON,
    "author_name": NAME,
    "author_email": MAIL,
}

GH_RUN: Final[dict[str, Any]] = {
    "attempt": 1,
    "conclusion": "success",
    "createdAt": "2026-03-12T10:00:00Z",
    "databaseId": 9001,
    "displayTitle": MESSAGE,
    "event": "push",
    "headBranch": "main",
    "headSha": SHA,
    "name": "CI",
    "number": 12,
    "startedAt": "2026-03-12T10:00:05Z",
    "status": "completed",
    "updatedAt": "2026-03-12T10:07:00Z",
    "url": f"https://example.org/{LOGIN}/shop/actions/runs/9001",
    "workflowDatabaseId": 77,
    "workflowName": "CI",
}
REST_RUN: Final[dict[str, Any]] = {
    "id": 9001,
    "name": "CI",
    "head_branch": "main",
    "head_sha": SHA,
    "path": ".github/workflows/ci.yml",
    "display_title": MESSAGE,
    "run_number": 12,
    "event": "push",
    "status": "completed",
    "conclusion": "success",
    "workflow_id": 77,
    "created_at": "2026-03-12T10:00:00Z",
    "updated_at": "2026-03-12T10:07:00Z",
    "run_started_at": "2026-03-12T10:00:05Z",
    "run_attempt": 1,
    "actor": _PERSON,
    "triggering_actor": _PERSON,
    "head_commit": _COMMIT,
    "repository": {"id": 5, "name": "shop", "full_name": f"{LOGIN}/shop", "owner": _PERSON},
}
GH_JOB: Final[dict[str, Any]] = {
    "id": 1,
    "run_id": 9001,
    "run_attempt": 1,
    "head_sha": SHA,
    "name": "build",
    "status": "completed",
    "conclusion": "success",
    "steps": [{"name": f"Greet {NAME}", "number": 1}, {"name": "Run unit tests", "number": 2}],
    "runner_name": LOGIN,
}
GH_DEPLOYMENT: Final[dict[str, Any]] = {
    "id": 145,
    "sha": SHA,
    "ref": "main",
    "task": "deploy",
    "payload": {"by": NAME},
    "original_environment": "production",
    "environment": "production",
    "description": MESSAGE,
    "creator": _PERSON,
    "created_at": "2026-03-12T10:10:00Z",
    "updated_at": "2026-03-12T10:12:00Z",
    "statuses_url": "https://example.org/deployments/145/statuses",
}
GH_STATUS: Final[dict[str, Any]] = {
    "id": 209,
    "state": "success",
    "creator": _PERSON,
    "description": MESSAGE,
    "environment": "production",
    "created_at": "2026-03-12T10:12:00Z",
    "deployment_url": "https://example.org/repos/shop/deployments/145",
}
GITLAB_PIPELINE: Final[dict[str, Any]] = {
    "id": 4574,
    "iid": 1,
    "project_id": 123,
    "sha": SHA,
    "ref": "main",
    "status": "success",
    "source": "push",
    "created_at": "2026-03-12T10:00:00.109Z",
    "updated_at": "2026-03-12T10:07:00.647Z",
    "web_url": f"https://example.org/{LOGIN}/shop/-/pipelines/4574",
}
GITLAB_DETAIL: Final[dict[str, Any]] = GITLAB_PIPELINE | {
    "user": _PERSON,
    "started_at": "2026-03-12T10:00:05.000Z",
    "finished_at": "2026-03-12T10:06:30.000Z",
    "duration": 385,
    "queued_duration": 5,
    "coverage": "81.2",
}
GITLAB_DEPLOYMENT: Final[dict[str, Any]] = {
    "id": 1342,
    "iid": 1,
    "ref": "main",
    "sha": SHA,
    "status": "success",
    "created_at": "2026-03-12T10:10:00.109Z",
    "updated_at": "2026-03-12T10:12:01.000Z",
    "user": _PERSON,
    "environment": {"id": 5, "name": "production", "slug": "production", "external_url": f"https://{LOGIN}.example"},
    "deployable": {
        "id": 17,
        "status": "success",
        "stage": "deploy",
        "name": f"deploy {NAME}",
        "ref": "main",
        "tag": False,
        "created_at": "2026-03-12T10:10:00.000Z",
        "started_at": "2026-03-12T10:10:30.000Z",
        "finished_at": "2026-03-12T10:12:00.000Z",
        "user": _PERSON,
        "commit": _COMMIT,
        "pipeline": {"id": 4574, "project_id": 123, "sha": SHA},
    },
}
GITLAB_JOB: Final[dict[str, Any]] = {
    "id": 61,
    "name": "unit-tests",
    "stage": "check",
    "status": "success",
    "ref": f"feature/{LOGIN}",
    "tag": False,
    "coverage": None,
    "allow_failure": False,
    "created_at": "2026-03-12T10:00:00.000Z",
    "started_at": "2026-03-12T10:00:30.000Z",
    "finished_at": "2026-03-12T10:06:00.000Z",
    "duration": 330.1,
    "user": _PERSON,
    "commit": _COMMIT,
    "pipeline": {"id": 47, "project_id": 1, "ref": "main", "sha": SHA, "status": "success"},
    "runner": {"id": 3, "description": f"runner of {NAME}"},
    "web_url": f"https://example.org/{LOGIN}/shop/-/jobs/61",
}
JENKINS_BUILD: Final[dict[str, Any]] = {
    "_class": "org.jenkinsci.plugins.workflow.job.WorkflowRun",
    "actions": [
        {
            "_class": "hudson.model.CauseAction",
            "causes": [{"_class": "hudson.triggers.SCMTrigger$SCMTriggerCause", "shortDescription": f"by {NAME}"}],
        },
        {
            "_class": "hudson.plugins.git.util.BuildData",
            "lastBuiltRevision": {"SHA1": SHA, "branch": [{"SHA1": SHA, "name": "origin/main"}]},
        },
        {"_class": "hudson.tasks.junit.TestResultAction", "failCount": 0, "skipCount": 0, "totalCount": 214},
        {},
    ],
    "building": False,
    "duration": 420000,
    "fullDisplayName": "shop #12",
    "number": 12,
    "result": "SUCCESS",
    "timestamp": 1773309600000,
    "url": "https://jenkins.example/job/shop/12/",
    "changeSet": {"items": [{"author": _PERSON, "msg": MESSAGE, "authorEmail": MAIL}]},
}
AZURE_BUILD: Final[dict[str, Any]] = {
    "id": 501,
    "buildNumber": "20260312.1",
    "status": "completed",
    "result": "succeeded",
    "queueTime": "2026-03-12T10:00:00.1234567Z",
    "startTime": "2026-03-12T10:00:05Z",
    "finishTime": "2026-03-12T10:07:00Z",
    "sourceBranch": "refs/heads/main",
    "sourceVersion": SHA,
    "reason": "individualCI",
    "definition": {"id": 3, "name": "CI"},
    "project": {"id": "p-1", "name": "shop"},
    "requestedFor": _PERSON,
    "requestedBy": _PERSON,
    "triggerInfo": {"ci.message": MESSAGE},
}
BITBUCKET_PIPELINE: Final[dict[str, Any]] = {
    "type": "pipeline",
    "uuid": "{01fad871-0000-4a80-bd59-74148dd5be8e}",
    "build_number": 12,
    "creator": _PERSON,
    "repository": {"type": "repository", "name": "shop", "full_name": f"{LOGIN}/shop"},
    "state": {"name": "COMPLETED", "result": {"name": "SUCCESSFUL", "type": "pipeline_state_completed_successful"}},
    "created_on": "2026-03-12T10:00:00.14397Z",
    "completed_on": "2026-03-12T10:07:00.096165Z",
    "target": {"type": "pipeline_ref_target", "ref_type": "branch", "ref_name": "main", "commit": {"hash": SHA}},
    "trigger": {"name": "PUSH", "type": "pipeline_trigger_push"},
}
BITBUCKET_DEPLOYMENT: Final[dict[str, Any]] = {
    "type": "deployment",
    "uuid": "{5d1c9f3e-0000-4000-8000-000000000007}",
    "state": {
        "type": "deployment_state_completed",
        "name": "COMPLETED",
        "status": {"type": "deployment_state_completed_status_successful", "name": "SUCCESSFUL"},
        "started_on": "2026-03-12T10:09:00.203Z",
        "completed_on": "2026-03-12T10:12:00.307Z",
        "url": f"https://example.org/{LOGIN}/shop/results/12",
    },
    "environment": {"name": "live cluster", "environment_type": {"name": "Production"}},
    "release": {
        "name": "#12",
        "created_on": "2026-03-12T10:07:00.522Z",
        "pipeline": {"uuid": "{a1}", "type": "pipeline"},
        "commit": {"hash": SHA, "message": MESSAGE, "date": "2026-03-12T09:00:00+00:00", "author": {"raw": MAIL}},
    },
    "step": {"uuid": "{b2}"},
}
CIRCLECI_PIPELINE: Final[dict[str, Any]] = {
    "id": "d323f088-0000-4ed5-9696-fc2f89a27150",
    "errors": [],
    "project_slug": f"gh/{LOGIN}/shop",
    "number": 9,
    "state": "created",
    "created_at": "2026-03-12T10:00:00.590Z",
    "updated_at": "2026-03-12T10:00:00.590Z",
    "trigger": {"received_at": "1970-01-01T00:00:00.000Z", "type": "webhook", "actor": _PERSON},
    "vcs": {"revision": SHA, "branch": "main", "commit": {"subject": MESSAGE, "body": MESSAGE}},
}
CIRCLECI_WORKFLOW: Final[dict[str, Any]] = {
    "pipeline_id": CIRCLECI_PIPELINE["id"],
    "id": "e0000000-0000-4ed5-9696-fc2f89a27150",
    "name": "build",
    "project_slug": f"gh/{LOGIN}/shop",
    "status": "success",
    "started_by": "0000-1111",
    "pipeline_number": 9,
    "created_at": "2026-03-12T10:00:01Z",
    "stopped_at": "2026-03-12T10:07:00Z",
}
ARGO_APPLICATION: Final[dict[str, Any]] = {
    "apiVersion": "argoproj.io/v1alpha1",
    "kind": "Application",
    "metadata": {"name": "shop", "namespace": "argocd", "annotations": {"owner": MAIL}},
    "spec": {"destination": {"namespace": "production", "server": "https://kubernetes.example"}, "project": "default"},
    "status": {
        "history": [
            {
                "id": 4,
                "revision": SHA,
                "deployedAt": "2026-03-12T10:12:00Z",
                "deployStartedAt": "2026-03-12T10:11:30Z",
                "initiatedBy": {"automated": True},
                "source": {"repoURL": f"https://example.org/{LOGIN}/shop.git", "path": "deploy"},
            },
            {
                "id": 5,
                "revision": OTHER_SHA,
                "deployedAt": "2026-03-12T12:12:00Z",
                "initiatedBy": {"username": LOGIN},
            },
        ],
        "operationState": {
            "phase": "Failed",
            "message": MESSAGE,
            "startedAt": "2026-03-12T13:00:00Z",
            "finishedAt": "2026-03-12T13:00:20Z",
            "operation": {"initiatedBy": {"username": LOGIN}},
            "syncResult": {"revision": OTHER_SHA},
        },
    },
}
DEPLOYMENTS_CSV: Final = f"""deployment_id,deployed_at,environment,commit,status,method,by,note,committed_at,hotfix
17,2026-03-12T10:12:00Z,production,{SHA},success,pipeline,{NAME},{MESSAGE},2026-03-12T09:00:00Z,no
18,2026-03-12 14:12:00 +0200,prod-eu,{OTHER_SHA[:10]},FAILED,ssh,{MAIL},{MESSAGE},,yes
19,,staging,,done,,,,,
"""

#: one file of every kind, by the name of its reader
FILES: Final[dict[str, str]] = {
    "GitHub Actions runs": json.dumps({"total_count": 1, "workflow_runs": [REST_RUN]}),
    "jobs of GitHub Actions runs": json.dumps({"total_count": 1, "jobs": [GH_JOB]}),
    "GitHub deployments": json.dumps([GH_DEPLOYMENT | {"ref": f"fix/{LOGIN}"}, GH_STATUS]),
    "GitLab pipelines": json.dumps([GITLAB_DETAIL | {"ref": f"feature/{LOGIN}"}]),
    "GitLab deployments": json.dumps([GITLAB_DEPLOYMENT | {"environment": {"name": f"review/{LOGIN}"}}]),
    "jobs of GitLab pipelines": json.dumps([GITLAB_JOB]),
    "Jenkins builds": json.dumps({"_class": "Job", "builds": [JENKINS_BUILD]}),
    "Azure DevOps builds": json.dumps({"count": 1, "value": [AZURE_BUILD]}),
    "Bitbucket pipelines": json.dumps({"size": 1, "page": 1, "values": [BITBUCKET_PIPELINE]}),
    "Bitbucket deployments": json.dumps({"pagelen": 1, "values": [BITBUCKET_DEPLOYMENT]}),
    "CircleCI pipelines": json.dumps({"next_page_token": None, "items": [CIRCLECI_PIPELINE]}),
    "Argo CD history": json.dumps({"kind": "List", "items": [ARGO_APPLICATION]}),
    "deployments (CSV)": DEPLOYMENTS_CSV,
}
