using System;
using System.IO;
using TinyClassify.Runtime;

namespace TinyClassify.Native
{
    /// <summary>The picture and the model that come from the card.</summary>
    public static partial class Engine
    {
        /// <summary>See the board's.</summary>
        public const int MaxPreviewPixels = 480 * 272;

        private static PictureJob s_job;

        /// <summary>See the board's.</summary>
        public static int LoadModel(byte[] path, int pathBytes)
        {
            CancelPicture();
            Close();
            Stream stream;
            int status = MemoryCard.Open(path, pathBytes, out stream);
            if (status < 0) return CardFailure(status);
            using (stream)
            {
                byte[] file = new byte[0];
                status = MemoryCard.Guard(() =>
                {
                    if (stream.Length > BoardMemory.ModelSlotBytes)
                    {
                        return Fail(TinyClassifyStatus.Memory, "bytes for a model of the card", BoardMemory.ModelSlotBytes,
                            stream.Length);
                    }

                    file = new byte[stream.Length];
                    stream.ReadExactly(file);
                    return 0;
                });
                if (status <= MemoryCard.NoCard) return CardFailure(status);
                return status < 0 ? status : Open(file);
            }
        }

        /// <summary>See the board's.</summary>
        public static int BeginPicture(byte[] path, int pathBytes, int width, int height)
        {
            CancelPicture();
            if (s_model == null) return NoModel();
            if (width < 1 || height < 1 || (long)width * height > MaxPreviewPixels)
            {
                return Fail(TinyClassifyStatus.Argument, "pixels of the preview", (long)width * height, MaxPreviewPixels);
            }

            Stream stream;
            int status = MemoryCard.Open(path, pathBytes, out stream);
            if (status < 0) return CardFailure(status);
            s_job = new PictureJob(s_model, stream, width, height);
            return 0;
        }

        /// <summary>See the board's.</summary>
        public static int ContinuePicture(ushort[] preview, int[] results)
        {
            if (s_job == null) return CardFailure(MemoryCard.NotOpen);
            if (results.Length < PictureFact.Count)
            {
                return Fail(TinyClassifyStatus.Argument, "places for results", results.Length, PictureFact.Count);
            }

            if (preview.Length < s_job.Preview.Length)
            {
                return Fail(TinyClassifyStatus.Argument, "pixels of the preview", preview.Length, s_job.Preview.Length);
            }

            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            int status = Work(preview, results);
            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            return status;
        }

        /// <summary>See the board's.</summary>
        public static int CancelPicture()
        {
            s_job?.Dispose();
            s_job = null;
            return 0;
        }

        private static int Work(ushort[] preview, int[] results)
        {
            if (s_job.Continue()) return s_job.Permille;
            PictureJob done = s_job;
            CancelPicture();
            if (done.Failure == null)
            {
                done.Preview.CopyTo(preview);
                Report(done.Times, results);
                return 0;
            }

            TinyClassifyException refused = done.Failure as TinyClassifyException;
            if (refused == null) return CardFailure(MemoryCard.Guard(() => throw done.Failure));
            s_error = refused.Message;
            return (int)refused.Status;
        }

        private static int CardFailure(int status)
        {
            s_error = MemoryCard.TextOf(status);
            return status;
        }
    }
}
