"""Jobs whose worker died are put back into the queue."""

import logging

from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 30
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(
    queue="default",
    name="rescue_stalled_jobs",
    queueing_lock="rescue_stalled_jobs",
    pass_context=False,
)
async def rescue_stalled_jobs(timestamp: int) -> int:
    """Re-queue every job whose worker gave no heartbeat for 30 s; returns how many.

    Procrastinate leaves such jobs as they are, so every task is written to be run again.
    """
    stalled = list(
        await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
    )
    for job in stalled:
        await app.job_manager.retry_job(job)
        logger.warning("A stalled job was put back", extra={"task": job.task_name})
    return len(stalled)
