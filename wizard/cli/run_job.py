"""Running a job for a verb: quietly, and to its end."""

from wizard.jobs.job import Done, Job, Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent


def run_job(job: Job, tools: Tools) -> Done:
    """Run a job; a problem that leaves nothing to show is raised."""
    outcome = job.run(tools, Silent(), Cancel())
    if isinstance(outcome, Problem):
        raise ProblemFound(outcome)
    return outcome
