#!/usr/bin/env bash
# The jobs of a sweep as a Slurm array, one task a job; README.md beside this file tells how to submit it.
#SBATCH --job-name=tinyclassify
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A_%a.log
set -euo pipefail

: "${TINYCLASSIFY:?set it to the folder that holds tinyclassify.dll}"
: "${SWEEP:?set it to the JSON file of the sweep}"
: "${TINYCLASSIFY_DATA:?set it to the folder with the pictures}"
: "${SLURM_ARRAY_TASK_ID:?submit with sbatch --array=0-N}"

# More threads than cores stall each other at every layer.
export OMP_WAIT_POLICY=passive
exec dotnet "$TINYCLASSIFY/tinyclassify.dll" sweep "$SWEEP" --job "$SLURM_ARRAY_TASK_ID" --data "$TINYCLASSIFY_DATA" --threads "${SLURM_CPUS_PER_TASK:-1}"
